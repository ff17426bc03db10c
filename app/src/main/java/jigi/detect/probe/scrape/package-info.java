/** The scrape probe. */
@NullMarked
package jigi.detect.probe.scrape;

import org.jspecify.annotations.NullMarked;
