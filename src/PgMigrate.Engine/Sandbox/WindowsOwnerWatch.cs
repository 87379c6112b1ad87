using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PgMigrate.Engine.Sandbox;

/// <summary>
/// A job object that ends its processes when its last handle closes, which Windows does when this process ends.
/// The server's other processes end by themselves once the postmaster is gone; the folder goes with the next sandbox's start.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsOwnerWatch : OwnerWatch
{
    private const int ExtendedLimitInformation = 9;
    private const uint KillOnJobClose = 0x2000;

    private readonly SafeFileHandle job;

    public WindowsOwnerWatch()
    {
        job = CreateJobObject(0, null);
        var limits = new JobLimits { LimitFlags = KillOnJobClose };
        if (job.IsInvalid || !SetInformationJobObject(job, ExtendedLimitInformation, in limits, Marshal.SizeOf<JobLimits>()))
        {
            throw new Win32Exception();
        }
    }

    public override void Cover(int postmasterId)
    {
        using var postmaster = Process.GetProcessById(postmasterId);
        if (!AssignProcessToJobObject(job, postmaster.SafeHandle)) throw new Win32Exception();
    }

    public override ValueTask DisposeAsync()
    {
        job.Dispose();
        return ValueTask.CompletedTask;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    private static partial SafeFileHandle CreateJobObject(nint attributes, string? name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int informationClass, in JobLimits information, int length);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct JobLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint LimitFlags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public ulong ReadOperationCount;
        public ulong WriteOperationCount;
        public ulong OtherOperationCount;
        public ulong ReadTransferCount;
        public ulong WriteTransferCount;
        public ulong OtherTransferCount;
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }
}
