// swift-tools-version: 6.2
import PackageDescription

/// The one list of settings that every target of ours is built with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "riepl",
  products: [.executable(name: "riepl", targets: ["riepl"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "RieplSyntax", swiftSettings: strict),
    .target(name: "RieplEngine", dependencies: ["RieplSyntax"], swiftSettings: strict),
    .target(name: "CRieplData", exclude: ["riep-2008"]),
    .target(name: "CScan"),
    .target(name: "RieplData", dependencies: ["CRieplData", "CScan", "RieplEngine"], swiftSettings: strict),
    .target(name: "RieplPresentation", dependencies: ["RieplEngine", "RieplSyntax"], swiftSettings: strict),
    .target(name: "CPlatform"),
    .target(
      name: "RieplConsole",
      dependencies: [
        "CPlatform", "LineEditor", "RieplData", "RieplEngine", "RieplPresentation", "RieplSyntax",
      ],
      swiftSettings: strict),
    .systemLibrary(
      name: "CEditLine", pkgConfig: "libedit", providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
    .target(
      name: "LineEditor", dependencies: ["CEditLine"], swiftSettings: strict,
      // What a static libedit needs; its own description leaves them out.
      linkerSettings: [.linkedLibrary("tinfo"), .linkedLibrary("bsd"), .linkedLibrary("md")]),
    .executableTarget(
      name: "riepl",
      dependencies: ["RieplConsole", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    .testTarget(name: "RieplSyntaxTests", dependencies: ["RieplSyntax"], swiftSettings: strict),
    .testTarget(name: "RieplEngineTests", dependencies: ["RieplEngine"], swiftSettings: strict),
    .testTarget(
      name: "RieplDataTests", dependencies: ["RieplData", "RieplEngine", "RieplSyntax"], exclude: ["Files"],
      swiftSettings: strict),
    .testTarget(
      name: "RieplPresentationTests",
      dependencies: ["RieplData", "RieplEngine", "RieplPresentation", "RieplSyntax"],
      exclude: ["generate_width_tables.py"],
      swiftSettings: strict),
    .executableTarget(
      name: "riepl-benchmarks", dependencies: ["RieplConsole", "RieplData", "RieplEngine", "RieplSyntax"],
      path: "Tests/Benchmarks", exclude: ["compare.py", "keys.py", "startup.sh", "statements.py"],
      swiftSettings: strict),
    .executableTarget(
      name: "sandbox-probe", dependencies: ["CPlatform"], path: "Tests/SandboxProbe", swiftSettings: strict),
    .executableTarget(
      name: "line-editor-demo", dependencies: ["LineEditor"], path: "Tests/LineEditorDemo",
      swiftSettings: strict),
    .target(
      name: "TerminalKit", dependencies: ["CEditLine"], path: "Tests/TerminalKit", swiftSettings: strict),
    .testTarget(
      name: "LineEditorTests", dependencies: ["CEditLine", "LineEditor", "TerminalKit", "line-editor-demo"],
      swiftSettings: strict),
    .target(
      name: "RieplFuzz",
      dependencies: ["RieplConsole", "RieplData", "RieplEngine", "RieplPresentation", "RieplSyntax"],
      path: "Tests/Fuzz/Checks", swiftSettings: strict),
    .executableTarget(
      name: "riepl-fuzz", dependencies: ["RieplEngine", "RieplFuzz"], path: "Tests/Fuzz/Driver",
      swiftSettings: strict),
    .testTarget(
      name: "RieplFuzzTests", dependencies: ["RieplFuzz", "RieplSyntax"], path: "Tests/Fuzz/Replay",
      swiftSettings: strict),
    .testTarget(
      name: "TerminalTests", dependencies: ["TerminalKit", "riepl"], swiftSettings: strict),
    .testTarget(
      name: "RieplConsoleTests", dependencies: ["RieplConsole", "RieplData", "RieplEngine", "RieplSyntax"],
      exclude: ["check_report.py", "read_formats.py"], swiftSettings: strict),
    .target(
      name: "GrammarKit", dependencies: ["RieplSyntax"], path: "Tests/GrammarKit", swiftSettings: strict),
    .executableTarget(
      name: "riepl-grammar", dependencies: ["GrammarKit"], path: "Tests/GrammarGenerator",
      swiftSettings: strict),
    .testTarget(
      name: "GrammarTests", dependencies: ["GrammarKit", "RieplData", "RieplEngine", "RieplSyntax"],
      exclude: ["Highlighters"],
      swiftSettings: strict),
    .testTarget(
      name: "ProofTests", dependencies: ["RieplData", "RieplEngine", "RieplPresentation", "RieplSyntax"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "RieplConsole", "RieplData", "RieplEngine", "RieplSyntax", "riepl", "sandbox-probe",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
