/** How AWS knows who asks: signatures over requests. */
@NullMarked
package jigi.base.connect.aws;

import org.jspecify.annotations.NullMarked;
