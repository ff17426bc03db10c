package jigi.present.api.http;

/**
 * A file of a form.
 *
 * @param name as the sender calls it: not to be trusted
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Upload(String name, byte[] bytes) {}
