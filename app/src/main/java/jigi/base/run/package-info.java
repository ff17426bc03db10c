/** The durable run engine: decides what a run does next, does it, and survives a crash. */
@NullMarked
package jigi.base.run;

import org.jspecify.annotations.NullMarked;
