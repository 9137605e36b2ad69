using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Telemetry.Dashboards.Access;

/// <summary>
/// The folder of the keys that sign cookies: whoever can read it can sign in as anybody. Made when the first key is
/// wanted, so that a start that is refused leaves nothing behind.
/// </summary>
internal sealed class KeyFolder(AccessOptions access, ILoggerFactory logs) : IConfigureOptions<KeyManagementOptions>
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public void Configure(KeyManagementOptions options)
    {
        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(access.KeyFolder!)
            : Directory.CreateDirectory(access.KeyFolder!, Ours);
        options.XmlRepository = new FileSystemXmlRepository(folder, logs);
    }
}
