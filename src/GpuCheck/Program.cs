using LibTorch.GpuCheck.Running;

return App.Run(args);
