/** Starts processes: steps that outlive Jigi, and short commands whose output is captured. */
@NullMarked
package jigi.base.exec;

import org.jspecify.annotations.NullMarked;
