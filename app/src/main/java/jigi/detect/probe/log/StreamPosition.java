package jigi.detect.probe.log;

/**
 * How far the log of a container has been read.
 *
 * @param container its id: one that was made anew has a new log
 * @param at the time that the daemon gave the last line, as an ISO instant
 * @param lines how many lines of that very time were read; -1 means all of them
 */
record StreamPosition(String container, String at, int lines) {}
