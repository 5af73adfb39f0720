using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PluginFramework.Identity.Transfer;

/// <summary>A user as a line of JSON. What is <see langword="null"/> is not said.</summary>
/// <param name="Name">The name.</param>
internal sealed record UserLine(string Name)
{
    private const int MaxSecrets = 200, MaxSecretLength = 4096;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? DisplayName { get; init; }

    public ImmutableArray<string>? Roles { get; init; }

    public ImmutableArray<string>? Protocols { get; init; }

    public bool? IsDisabled { get; init; }

    /// <summary>What their password and keys were derived to; replaces all there are.</summary>
    public ImmutableArray<StoredSecret>? Secrets { get; init; }

    public static UserLine Of(User user, ImmutableArray<StoredSecret>? secrets) =>
        new(user.Name) { DisplayName = user.DisplayName ?? "", Roles = user.Roles, Protocols = user.Protocols, IsDisabled = user.IsDisabled, Secrets = secrets };

    /// <summary>Reads a line and checks what can be checked without the database.</summary>
    /// <exception cref="IdentityException">It is wrong; the message says why.</exception>
    public static UserLine Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Wrong("A line is an object: {\"name\":\"ann\"}.");
            var line = new UserLine("");
            foreach (var property in document.RootElement.EnumerateObject()) line = line.With(property);
            UserRules.CheckName(line.Name);
            return line with
            {
                DisplayName = line.DisplayName is { } shown ? UserRules.CheckDisplayName(shown) ?? "" : null,
                Roles = line.Roles is { } roles ? UserRules.CheckRoles(roles) : null,
                Protocols = line.Protocols is { } protocols ? UserRules.CheckProtocols(protocols) : null,
            };
        }
        catch (JsonException error)
        {
            throw Wrong($"It is no line of JSON: {error.Message}");
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException)
        {
            throw Wrong("name and displayName are texts, roles and protocols lists of texts, disabled is true or false, secrets a list of objects with scheme and value.");
        }
    }

    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            if (!string.IsNullOrEmpty(DisplayName)) json.WriteString("displayName", DisplayName);
            WriteList(json, "roles", Roles ?? []);
            WriteList(json, "protocols", Protocols ?? []);
            json.WriteBoolean("disabled", IsDisabled == true);
            if (Secrets is { } secrets)
            {
                json.WriteStartArray("secrets");
                foreach (var secret in secrets)
                {
                    json.WriteStartObject();
                    json.WriteString("scheme", secret.Scheme);
                    json.WriteString("value", secret.Value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Leaves the secrets out, so that no log shows them.</summary>
    public override string ToString() => $"UserLine {Name}";

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private UserLine With(JsonProperty property) => property.Name switch
    {
        "name" => this with { Name = property.Value.GetString() ?? "" },
        "displayName" => this with { DisplayName = property.Value.GetString() ?? "" },
        "roles" => this with { Roles = Texts(property.Value) },
        "protocols" => this with { Protocols = Texts(property.Value) },
        "disabled" => this with { IsDisabled = property.Value.GetBoolean() },
        "secrets" => this with { Secrets = SecretsOf(property.Value) },
        _ => throw Wrong($"There is no '{AuditWord.ClaimedName(property.Name)}' of a user: name, displayName, roles, protocols, disabled and secrets are."),
    };

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];

    private static ImmutableArray<StoredSecret> SecretsOf(JsonElement list)
    {
        ImmutableArray<StoredSecret> secrets = [.. list.EnumerateArray().Select(item =>
            new StoredSecret(item.GetProperty("scheme").GetString() ?? "", item.GetProperty("value").GetString() ?? ""))];
        var isGood = secrets.Length <= MaxSecrets
            && secrets.All(secret => UserRules.IsWord(secret.Scheme) && secret.Value.Length is > 0 and <= MaxSecretLength && !secret.Value.Any(char.IsControl));
        return isGood ? secrets : throw Wrong($"A user has {MaxSecrets} secrets at most, each of a scheme (a-z 0-9 -) and a value of 1 to {MaxSecretLength} characters.");
    }

    private static IdentityException Wrong(string message) => new(IdentityError.InvalidValue, message);
}
