@NullMarked
package jigi.detect.probe.heartbeat;

import org.jspecify.annotations.NullMarked;
