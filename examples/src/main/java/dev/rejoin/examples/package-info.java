/** Programs that use Rejoin as an application does. Each ends with an exception if it does not see what it expects. */
package dev.rejoin.examples;
