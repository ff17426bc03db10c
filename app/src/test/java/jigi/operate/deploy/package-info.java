@NullMarked
package jigi.operate.deploy;

import org.jspecify.annotations.NullMarked;
