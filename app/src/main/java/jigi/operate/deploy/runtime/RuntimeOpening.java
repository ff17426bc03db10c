package jigi.operate.deploy.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import jigi.base.exec.Exec;
import jigi.base.kernel.Timeline;

/**
 * What a runtime stands on.
 *
 * @param folder the manual's
 * @param secrets what is masked in the output of what it starts
 */
public record RuntimeOpening(
    String system, Path folder, Exec exec, Timeline timeline, Supplier<List<String>> secrets) {}
