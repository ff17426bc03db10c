/** The sql probe, and what probes of databases have in common. */
@NullMarked
package jigi.detect.probe.sql;

import org.jspecify.annotations.NullMarked;
