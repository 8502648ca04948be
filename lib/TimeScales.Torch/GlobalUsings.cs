global using TorchSharp;
global using static TimeScales.Torch.Scalars;
global using static TorchSharp.torch;
