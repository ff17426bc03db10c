/** The heartbeat probe: jobs elsewhere say themselves that they began, ended or failed. */
@NullMarked
package jigi.detect.probe.heartbeat;

import org.jspecify.annotations.NullMarked;
