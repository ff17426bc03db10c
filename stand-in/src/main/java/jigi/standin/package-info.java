@NullMarked
package jigi.standin;

import org.jspecify.annotations.NullMarked;
