// True within the frame of a signed-in person.
import { createContext } from "react";

export const Framed = createContext(false);
