/** What lies on disk: written whole, and read back. */
@NullMarked
package jigi.operate.deploy.state;

import org.jspecify.annotations.NullMarked;
