/** Time, identity, errors, texts and the few things that every room needs. */
@NullMarked
package jigi.base.kernel;

import org.jspecify.annotations.NullMarked;
