/** The sign of life that a watcher outside waits for. */
@NullMarked
package jigi.operate.notify.heartbeat;

import org.jspecify.annotations.NullMarked;
