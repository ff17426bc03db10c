import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives the classes of a jar that were compiled for Java 5 and before the format of Java 8, in place.
 * Java's cache of fast starts leaves older classes out, and they are then parsed and verified at
 * every start; picocli is made of them. What a class does is not changed.
 *
 * <p>java -cp JAR tools/NewerClasses.java JAR PATH-IN-JAR, the class path to know what extends what
 */
final class NewerClasses {
  private static final int TOO_OLD = ClassFile.JAVA_5_VERSION;

  private NewerClasses() {}

  public static void main(String[] args) throws Exception {
    URI jar = URI.create("jar:" + Path.of(args[0]).toAbsolutePath().toUri());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
      for (Path file : classes(files.getPath(args[1]))) {
        byte[] old = Files.readAllBytes(file);
        if ((old[6] << 8 | old[7] & 0xff) <= TOO_OLD) {
          Files.write(file, renewed(old));
        }
      }
    }
  }

  private static List<Path> classes(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static byte[] renewed(byte[] old) {
    ClassFile format = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS);
    // Bodies that are merely copied would get no stack maps.
    MethodTransform rebuilt = MethodTransform.transformingCode((code, part) -> code.with(part));
    return format.transformClass(
        format.parse(old),
        (builder, part) -> {
          switch (part) {
            case ClassFileVersion version -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            case MethodModel method -> builder.transformMethod(method, rebuilt);
            default -> builder.with(part);
          }
        });
  }
}
