@NullMarked
package jigi.operate.checklist;

import org.jspecify.annotations.NullMarked;
