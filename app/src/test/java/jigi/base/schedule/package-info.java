@NullMarked
package jigi.base.schedule;

import org.jspecify.annotations.NullMarked;
