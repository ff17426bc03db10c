@org.jspecify.annotations.NullMarked
package jigi.operate.notify.heartbeat;
