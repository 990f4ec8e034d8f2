import RieplEngine
import Testing

/// Sizes of memory as they are given and said.
@Suite struct OwnMemoryTests {
  @Test(arguments: [
    ("256MB", 256 << 20), ("256mb", 256 << 20), ("2G", 2 << 30), ("1TiB", 1 << 40), ("8192k", 8 << 20),
  ])
  func sizesAreRead(_ text: String, _ bytes: Int) { #expect(OwnMemory.bytes(text) == bytes) }

  @Test(arguments: ["", "MB", "256", "256 MB", "-1MB", "0MB", "1.5GB", "9999999999999TB", "12XB", "²MB"])
  func whatIsNoSizeIsNone(_ text: String) { #expect(OwnMemory.bytes(text) == nil) }

  @Test(arguments: [
    (256 << 20, "256MB"), (2 << 30, "2GB"), (1 << 40, "1TB"), (1000 << 10, "1000KB"), ((3 << 20) + 1, "4MB"),
  ])
  func sizesAreSaid(_ bytes: Int, _ text: String) { #expect(OwnMemory.text(bytes) == text) }

  @Test func withoutABoundAnythingFits() {
    #expect(OwnMemory.limit == nil && OwnMemory.fits(.max))
  }
}
