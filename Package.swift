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
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "RieplSyntax", swiftSettings: strict),
    .target(name: "RieplEngine", dependencies: ["RieplSyntax"], swiftSettings: strict),
    .testTarget(name: "RieplEngineTests", dependencies: ["RieplEngine"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
