using TimeScales.Kernel.Tool;

return KernelTool.Invoke(args);
