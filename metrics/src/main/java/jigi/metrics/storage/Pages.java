package jigi.metrics.storage;

/** The pages of one run, oldest first; each is a sequence of chunks. */
interface Pages {
  int count();

  /** The last time in a page, or Long.MAX_VALUE where only reading it would tell. */
  long maxTime(int page);

  /** Points the decoder at a page; false when the page cannot be read, which has been reported. */
  boolean open(int page, ChunkDecoder decoder);

  /** Called when a page that could be opened turns out not to decode; the rest of it is skipped. */
  void failed(int page, CorruptDataException reason);
}
