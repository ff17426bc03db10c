/** The crontab probe. */
@NullMarked
package jigi.detect.probe.crontab;

import org.jspecify.annotations.NullMarked;
