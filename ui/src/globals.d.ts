/** Whether this build talks to the stand-in for browsers and tests. A constant of the build. */
declare const __FAKE__: boolean;
