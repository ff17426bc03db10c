/** Secrets that Jigi keeps itself, sealed. */
@NullMarked
package jigi.base.secret;

import org.jspecify.annotations.NullMarked;
