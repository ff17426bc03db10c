/** Prometheus rule files: read, checked, and evaluated. */
@NullMarked
package jigi.detect.rule;

import org.jspecify.annotations.NullMarked;
