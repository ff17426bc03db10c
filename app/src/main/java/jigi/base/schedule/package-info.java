/** When things that recur are due, and that they happen once. */
@NullMarked
package jigi.base.schedule;

import org.jspecify.annotations.NullMarked;
