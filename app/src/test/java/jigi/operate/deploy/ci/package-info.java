@NullMarked
package jigi.operate.deploy.ci;

import org.jspecify.annotations.NullMarked;
