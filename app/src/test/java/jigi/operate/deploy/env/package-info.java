@NullMarked
package jigi.operate.deploy.env;

import org.jspecify.annotations.NullMarked;
