/** How components and hosts are reached. */
@NullMarked
package jigi.base.connect;

import org.jspecify.annotations.NullMarked;
