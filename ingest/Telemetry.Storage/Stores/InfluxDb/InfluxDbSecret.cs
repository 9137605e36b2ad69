using System.Net.Http.Headers;
using System.Text;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// What a request is signed with. A secret in a file is read again by <see cref="Reload"/>, which the callers use after
/// the server refused it. Its text goes nowhere but into the header.
/// </summary>
internal sealed class InfluxDbSecret
{
    readonly InfluxDbOptions _options;
    volatile AuthenticationHeaderValue? _header;

    /// <summary>Throws <see cref="StoreRefusedException"/> where the secret's file can't be read.</summary>
    public InfluxDbSecret(InfluxDbOptions options)
    {
        _options = options;
        try
        {
            _header = Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"{InfluxDbOptions.Section}: the secret's file can't be read: {e.Message}", e);
        }
    }

    /// <summary>Null where the server asks for none.</summary>
    public AuthenticationHeaderValue? Header => _header;

    /// <summary>Keeps the last one while the file can't be read: it may be in the middle of its replacement.</summary>
    public void Reload()
    {
        if (_options.TokenFile.Length == 0 && _options.PasswordFile.Length == 0) return;
        try
        {
            _header = Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next refusal tries again; the store's condition already says that a person must look.
        }
    }

    AuthenticationHeaderValue? Read()
    {
        if (_options.Version == InfluxDbVersion.V1)
        {
            if (_options.User.Length == 0) return null;
            var password = Text(_options.Password, _options.PasswordFile);
            return new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_options.User + ":" + password)));
        }
        var token = Text(_options.Token, _options.TokenFile);
        return token.Length > 0 ? new AuthenticationHeaderValue("Token", token) : null;
    }

    static string Text(string value, string file) =>
        file.Length > 0 ? File.ReadAllText(file).Trim() : value;
}
