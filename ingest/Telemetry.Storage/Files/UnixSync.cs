using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telemetry.Storage.Files;

/// <summary>The calls of libc that .NET doesn't offer. Each gives 0 or the error number.</summary>
internal static class UnixSync
{
    private const int Interrupted = 4; // EINTR
    private const int ReadOnly = 0; // O_RDONLY

    public static int Data(SafeFileHandle file)
    {
        while (fdatasync(file) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) return error;
        }
        return 0;
    }

    /// <summary>Opens the folder itself, which .NET refuses, and syncs its entries.</summary>
    public static int Folder(string folder)
    {
        using var handle = open(folder, ReadOnly);
        if (handle.IsInvalid) return Marshal.GetLastPInvokeError();
        while (fsync(handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted) return error;
        }
        return 0;
    }

    public static Win32Exception Cause(int error) => new(error);

#pragma warning disable IDE1006, SYSLIB1054 // libc's own names; plain imports spare the project unsafe code
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fdatasync(SafeFileHandle file);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fsync(SafeFileHandle file);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
#pragma warning restore IDE1006, SYSLIB1054
}
