package jigi.detect.probe.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * statvfs(3) of the C library: the JDK tells sizes but not inodes. The structure is that of 64-bit
 * Linux, where every field up to {@code f_favail} is 8 bytes long.
 */
final class Statvfs {
  private static final int STRUCTURE_BYTES = 256;
  private static final int FRAGMENT = 1;
  private static final int BLOCKS = 2;
  private static final int BLOCKS_FREE = 3;
  private static final int BLOCKS_AVAILABLE = 4;
  private static final int FILES = 5;
  private static final int FILES_FREE = 6;

  private Statvfs() {}

  /** Linked on first use. */
  private static final class Native {
    static final MethodHandle STATVFS =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("statvfs"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
  }

  /** Null when the mount cannot be looked at: no right, or gone. */
  static @Nullable Filesystem read(Mount mount) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(STRUCTURE_BYTES, 8);
      int failed = (int) Native.STATVFS.invokeExact(arena.allocateFrom(mount.folder()), answer);
      if (failed != 0) {
        return null;
      }
      double fragment = at(answer, FRAGMENT);
      return new Filesystem(
          mount,
          at(answer, BLOCKS) * fragment,
          at(answer, BLOCKS_FREE) * fragment,
          at(answer, BLOCKS_AVAILABLE) * fragment,
          at(answer, FILES),
          at(answer, FILES_FREE));
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs cannot be called", e);
    }
  }

  private static double at(MemorySegment answer, int field) {
    return answer.getAtIndex(ValueLayout.JAVA_LONG, field);
  }
}
