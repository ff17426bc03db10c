package jigi.detect.probe;

import java.time.Instant;
import java.util.List;
import jigi.base.kernel.Status;
import jigi.detect.inventory.Component;
import org.jspecify.annotations.Nullable;

/**
 * A component as pages show it.
 *
 * @param status the worst of its probes and concerns; UNKNOWN when nothing is measured
 * @param since when the status became what it is; null while not measured
 * @param evidence of what decides the status
 * @param watched false when it has neither probes nor concerns: nothing is known, nor meant to be
 * @param heartbeat the last 60 slots of time, oldest first; null where nothing was measured
 */
public record ComponentView(
    String system,
    Component component,
    Status status,
    @Nullable Instant since,
    String evidence,
    boolean watched,
    List<ProbeView> probes,
    List<Concern> concerns,
    List<@Nullable Status> heartbeat) {}
