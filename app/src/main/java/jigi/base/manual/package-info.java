/** The manuals in force: read from folders, kept by hash, swapped as a whole. */
@NullMarked
package jigi.base.manual;

import org.jspecify.annotations.NullMarked;
