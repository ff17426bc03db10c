package jigi.operate.deploy.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Copies of folders that may be made again after a crash. */
final class Tree {
  private Tree() {}

  /** The files below a folder, relative; folders are not among them. */
  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(root::relativize)
          .sorted(Dist.order())
          .toList();
    }
  }

  private static List<Path> folders(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(root::relativize)
          .filter(path -> !path.toString().isEmpty())
          .sorted()
          .toList();
    }
  }

  /** A whole copy that is there under its name only when it is whole. */
  static void fresh(Path from, Path to) throws IOException {
    Path temporary = Objects.requireNonNull(to.getParent()).resolve(to.getFileName() + ".new");
    delete(temporary);
    Files.createDirectory(temporary);
    into(from, temporary);
    attributes(from, temporary);
    delete(to);
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Puts all that is in one folder into the other, file by file, each whole or not at all. */
  static void into(Path from, Path to) throws IOException {
    for (Path each : folders(from)) {
      Path target = to.resolve(each);
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        delete(target);
        Files.createDirectory(target);
      }
      attributes(from.resolve(each), target);
    }
    for (Path each : files(from)) {
      replace(from.resolve(each), to.resolve(each));
    }
    for (Path each : folders(from).reversed()) {
      attributes(from.resolve(each), to.resolve(each));
    }
  }

  private static void replace(Path from, Path to) throws IOException {
    Path temporary =
        Objects.requireNonNull(to.getParent()).resolve("." + to.getFileName() + ".jigi-new");
    if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
      delete(to);
    }
    Files.copy(
        from,
        temporary,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES,
        LinkOption.NOFOLLOW_LINKS);
    owner(from, temporary);
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Mode, owner and time. */
  static void attributes(Path from, Path to) throws IOException {
    Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    owner(from, to);
    Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
  }

  private static void owner(Path from, Path to) throws IOException {
    for (String each : List.of("unix:uid", "unix:gid")) {
      Object was = Files.getAttribute(from, each, LinkOption.NOFOLLOW_LINKS);
      if (!was.equals(Files.getAttribute(to, each, LinkOption.NOFOLLOW_LINKS))) {
        Files.setAttribute(to, each, was, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Removes from a folder what the other one lacks. */
  static void without(Path other, Path from) throws IOException {
    for (Path each : files(from)) {
      if (!Files.exists(other.resolve(each), LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(from.resolve(each));
      }
    }
    for (Path each : folders(from).reversed()) {
      if (!Files.isDirectory(other.resolve(each), LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(from.resolve(each));
      } else {
        attributes(other.resolve(each), from.resolve(each));
      }
    }
  }

  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
