/** Who is told what by which channel, until it is accepted. */
@NullMarked
package jigi.operate.notify;

import org.jspecify.annotations.NullMarked;
