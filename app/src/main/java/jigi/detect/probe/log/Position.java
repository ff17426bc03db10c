package jigi.detect.probe.log;

/**
 * How far a file has been read.
 *
 * @param inode of the file, so that it is found again under another name
 * @param offset of the first byte that was not read, the beginning of a line unless {@code inLine}
 * @param head digest of the first bytes: an inode number is given again after a file is deleted
 * @param headLength how many bytes the digest covers
 * @param inLine the rest of an oversized line is still to be passed over
 */
record Position(long inode, long offset, String head, int headLength, boolean inLine) {
  Position at(long next, boolean stillInLine) {
    return new Position(inode, next, head, headLength, stillInLine);
  }
}
