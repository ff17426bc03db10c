package jigi.operate.incident;

import java.util.List;
import java.util.Map;

/**
 * What a manual lets everybody see of its system.
 *
 * @param components by public name, in the order of the manual, what stands behind each
 */
public record StatusPage(Map<String, List<String>> components) {}
