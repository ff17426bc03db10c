/** What runtimes of containers have in common: the daemon that they ask. */
@NullMarked
package jigi.operate.deploy.runtime.engine;

import org.jspecify.annotations.NullMarked;
