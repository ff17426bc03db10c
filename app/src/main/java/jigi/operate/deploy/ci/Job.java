package jigi.operate.deploy.ci;

/**
 * A part of a chain: build, test, image.
 *
 * @param place orders the jobs of a chain
 */
public record Job(String id, String name, long place, Progress state) {}
