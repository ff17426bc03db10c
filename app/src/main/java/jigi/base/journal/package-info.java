/** The append-only, hash-chained record of everything that happened. */
@NullMarked
package jigi.base.journal;

import org.jspecify.annotations.NullMarked;
