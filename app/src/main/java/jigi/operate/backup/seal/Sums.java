package jigi.operate.backup.seal;

/**
 * What went through a seal, before and after.
 *
 * @param plainSha256 in lower-case hexadecimal
 * @param storedSha256 of the bytes as they lie in the store
 */
public record Sums(long plainBytes, String plainSha256, long storedBytes, String storedSha256) {}
