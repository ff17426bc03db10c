package jigi.operate.backup.source.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extended attributes by Linux's own calls (xattr(7)), links not followed: Java itself knows those
 * of users only. Used by one thread.
 */
final class Xattrs {
  /** The most bytes of a value, and of all names, that Linux takes. */
  private static final int LARGEST = 64 * 1024;

  /** {@code E2BIG}. */
  static final int TOO_LARGE = 7;

  private static final int NOT_SUPPORTED = 95;
  private static final int NO_SUCH_ATTRIBUTE = 61;

  private static final Map<Integer, String> WHY =
      Map.of(
          1,
          "not permitted",
          TOO_LARGE,
          "too large",
          13,
          "permission denied",
          28,
          "no space for attributes",
          30,
          "read-only file system",
          34,
          "too large",
          NOT_SUPPORTED,
          "not supported there");

  private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
  private static final MemoryLayout INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
  private final VarHandle errno =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private final MemorySegment buffer = arena.allocate(LARGEST);

  /** Linked on first use. */
  private static final class Native {
    static final MethodHandle LIST = handle("llistxattr", LONG, POINTER, POINTER, LONG);
    static final MethodHandle GET = handle("lgetxattr", LONG, POINTER, POINTER, POINTER, LONG);
    static final MethodHandle SET = handle("lsetxattr", INT, POINTER, POINTER, POINTER, LONG, INT);
    static final MethodHandle REMOVE = handle("lremovexattr", INT, POINTER, POINTER);
  }

  /** What the system says instead of doing it. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int errno;

    Refused(int errno) {
      super(WHY.getOrDefault(errno, "error " + errno));
      this.errno = errno;
    }
  }

  /** Null where there are none such. */
  static @Nullable Xattrs open() {
    return System.getProperty("os.name").equals("Linux") ? new Xattrs() : null;
  }

  private static MethodHandle handle(String name, MemoryLayout gives, MemoryLayout... takes) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(gives, takes),
        Linker.Option.captureCallState("errno"));
  }

  /** What a call does. */
  private interface Call {
    long execute(MemorySegment file) throws Throwable;
  }

  /** A negative number is a refusal, and {@code errno} says which. */
  private long call(Path file, Call call) throws Refused {
    try (Arena one = Arena.ofConfined()) {
      long result = call.execute(one.allocateFrom(file.toString()));
      if (result < 0) {
        throw new Refused((int) errno.get(state, 0L));
      }
      return result;
    } catch (Refused e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the system's library that cannot be made", e);
    }
  }

  /** Their names; empty where a file system knows none. */
  List<String> names(Path file) throws Refused {
    long length;
    try {
      length = call(file, at -> (long) Native.LIST.invokeExact(state, at, buffer, (long) LARGEST));
    } catch (Refused e) {
      if (e.errno == NOT_SUPPORTED) {
        return List.of();
      }
      throw e;
    }
    String all = new String(bytes(length), StandardCharsets.UTF_8);
    return Arrays.stream(all.split("\0")).filter(name -> !name.isEmpty()).sorted().toList();
  }

  /** Null for one that is not there. */
  byte @Nullable [] get(Path file, String name) throws Refused {
    try (Arena one = Arena.ofConfined()) {
      MemorySegment key = one.allocateFrom(name);
      return bytes(
          call(file, at -> (long) Native.GET.invokeExact(state, at, key, buffer, (long) LARGEST)));
    } catch (Refused e) {
      if (e.errno == NO_SUCH_ATTRIBUTE) {
        return null;
      }
      throw e;
    }
  }

  void set(Path file, String name, byte[] value) throws Refused {
    try (Arena one = Arena.ofConfined()) {
      MemorySegment key = one.allocateFrom(name);
      MemorySegment bytes = one.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, bytes, ValueLayout.JAVA_BYTE, 0, value.length);
      call(file, at -> (int) Native.SET.invokeExact(state, at, key, bytes, (long) value.length, 0));
    }
  }

  void remove(Path file, String name) throws Refused {
    try (Arena one = Arena.ofConfined()) {
      MemorySegment key = one.allocateFrom(name);
      call(file, at -> (int) Native.REMOVE.invokeExact(state, at, key));
    }
  }

  private byte[] bytes(long length) {
    return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
