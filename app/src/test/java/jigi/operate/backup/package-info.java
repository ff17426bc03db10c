@NullMarked
package jigi.operate.backup;

import org.jspecify.annotations.NullMarked;
