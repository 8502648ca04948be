namespace TimeScales; internal static class Placeholder;
