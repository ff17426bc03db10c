/** Jigi itself. */
@NullMarked
package jigi.operate.backup.source.self;

import org.jspecify.annotations.NullMarked;
