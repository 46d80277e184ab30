/** Members that a direct message of two has at most. */
export const MEMBERS_OF_TWO = 2;
